"""How fast pages and briefs are: multiples of a bare page and a bare document, measured in the same run."""
