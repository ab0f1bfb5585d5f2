"""Background work as rows: what is to be done, who has it in hand, and until when."""
