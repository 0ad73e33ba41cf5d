"""geomap: from an article about a trip to its visit route, as a map that a newsroom can publish."""
