"""Pure values and functions of the field; standard library only, safe in any process and thread."""
