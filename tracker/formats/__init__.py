"""How a language writes days and times, where Django has it differently from the rest of the site; read by Django."""
