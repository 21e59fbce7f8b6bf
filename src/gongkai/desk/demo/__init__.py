"""The demonstration district: sample people, items and plans, made through the services officers use.

All of it can be repeated and resumed: what a step has made already is found and left as it is.
"""
