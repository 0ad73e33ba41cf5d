/** Leaflet; loaded, it makes itself the global `L`, where our own script, folium and its layers look for it. */
import "leaflet";
