"""Gongbao 公报: raw Chinese report texts in, a clean, searchable, citable static site out.

The text flows through the packages in this order, and imports run the same way:
``read`` → ``clean`` → ``extract`` → ``relate`` → ``render`` → ``cli``.
"""

__version__ = "0.1.0"
