"""Notes sent by e-mail: whose they are, what they say, and always a draft until their sender logs them."""
