"""The OpenAPI document: what may be asked, what is answered, what can be wrong.

It is made from the law's own lists of codes and bounds, so that it cannot say anything else.
"""
