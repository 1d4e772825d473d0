"""Live curves of the law: how an answer moves when one number of the question moves, with its
caps, floors and jumps found by running the law."""
