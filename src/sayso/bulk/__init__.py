"""Many files read into Parquet, on every core or on a cluster, and brought from there into a ledger.

One input file is one task. It gives a Parquet file of claims, one of reports, and a mark that it is done; whoever finds
the mark leaves the file alone.
"""
