"""A nation at once: the law over Parquet files of any size, on one machine or a cluster.

Reading, checking and ordering people's facts, running compiled plans over them, writing what
came out. No sentence of the law stands here: what a benefit is, :mod:`tirek.law` says.
"""
