"""Itinerary → drawings: the published page, a folium layer and map, the notebook's view, the embed snippet."""
