"""The shared vocabulary of harm: stable codes, plain labels, the rule of the figure, and dated crosswalks."""
