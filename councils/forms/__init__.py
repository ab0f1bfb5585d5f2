"""Forms of the register: the filters of the list, and the acts about people."""
