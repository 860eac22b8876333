"""The register as a static site: pages that any browser opens from a folder, without a server.

markup    HTML in which every text is escaped where it goes in
tree      a document as HTML
frame     what every page has: head, navigation, foot
lists     lists of reviews and walls, as rows that Python and the page's own script show alike
overview, walls, classes, whole    the pages about all reviews
review    the page of one
files     writes what changed, and leaves alone what is not ours or was changed by hand
building  the whole site, or what one review changes in it
publisher the target of a review
"""
