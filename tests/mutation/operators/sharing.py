OPERATORS: tuple = ()
