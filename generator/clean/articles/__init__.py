"""Which article a line belongs to and what it is there: what the rule ``heads`` is made of, in the order of use.

``shapes``      what a line looks like by its own text
``reading``     how far the reading of a source has come: its articles, the last text
``addresses``   heads of addresses, read as a whole
``captions``    lines that say what a picture shows
``candidates``  can a line be a head where it stands?
``titles``      kicker, title and subtitle among the lines of one head
``signing``     who signs and dates a text behind it
``displaced``   titles that stand behind their text, or late in it
``boxes``       what stands beside an article under a label of its own
``runs``        what a run of head lines means, from what it holds and what stands around it
``jumps``       what goes on elsewhere in the same file

Each imports only from those above it.
"""
