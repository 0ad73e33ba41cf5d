/** Stands in for Leaflet, whose classes our layers extend: the functions under test need no map. */
class Class {}
Object.assign(globalThis, { L: { Layer: Class, Control: Class } });
