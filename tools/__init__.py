"""Tools of the house: what is made from the law and checked against it. No part of the product."""
