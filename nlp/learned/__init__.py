"""What marked texts teach beyond the rules: role, measure and period of figures in running text.

Each is a table of weights of facts about the figure and its surroundings, what the rules say among them.
"""
