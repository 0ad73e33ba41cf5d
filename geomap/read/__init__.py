"""Read: an article → Document, an itinerary file → Itinerary."""
