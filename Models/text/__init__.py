"""What the training text is made from: questions as patterns, and the answers to them. All of it is our own writing."""
