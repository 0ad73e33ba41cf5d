/** The contract with Python: what `geomap/render/drawing.py` writes into the page, under the same names. */

export type Kind = "venue" | "city" | "region" | "country" | "natural" | "sea";
export type Status = "past" | "ongoing" | "planned" | "reported";
export type Mode = "plane" | "train" | "ship" | "road" | "foot" | "bicycle";
export type LegKind = "travel" | "unordered" | "context";

/** Latitude, longitude: WGS 84 degrees. */
export type LatLon = [number, number];

/** A sentence of the article, cut around the words that name the place. */
export type Quote = [before: string, name: string, after: string];

export interface Stop {
  /** From 1, as on the pin and in the list. */
  number: number;
  name: string;
  local_name: string;
  /** BCP 47 tag of the local name, or "". */
  local_lang: string;
  kind: Kind;
  status: Status;
  /** The status in words ("planned", "reported, not confirmed"). */
  status_words: string;
  /** Where the pin stands; null if no place was found. */
  at: LatLon | null;
  approximate: boolean;
  radius_m: number;
  /** ISO 3166-1 alpha-2 code, or "". */
  country: string;
  /** The city or country that it lies in, in words, or "". */
  within: string;
  /** The city whose badge it may join, or "". */
  city: string;
  /** Whether it belongs to an earlier journey than the one that the article is about. */
  earlier: boolean;
  when: string;
  activity: string;
  quotes: Quote[];
  /** Why the pin stands where it stands: sentences. */
  why: string[];
  /** Other places of that name. */
  others: string[];
  /** What is not certain, in a sentence, or "". */
  caution: string;
}

export interface Leg {
  /** Indexes into `stops`. */
  from: number;
  to: number;
  kind: LegKind;
  status: Status;
  /** "" where the text gives no means of travel. */
  mode: Mode | "";
  path: LatLon[];
  /** The distance in words ("about 690 km from Kyiv by train"). */
  distance: string;
  /** How long it takes, in words ("about 9 hours, estimated"), or "". */
  time: string;
  /** Whether the path keeps to the water, as a ship does. */
  sea: boolean;
}

/** A city that tells the reader where the map is. */
export interface City {
  name: string;
  at: LatLon;
  capital: boolean;
  /** Named only from this zoom on: what is small needs a close look. */
  zoom: number;
}

/** A body of water, and where its name may stand: circles in it, the largest first. */
export interface Water {
  name: string;
  /** Latitude, longitude, radius in degrees of longitude on Mercator's map. */
  spots: [lat: number, lon: number, radius: number][];
}

/** A source that is owed a mention; `url` may be "". */
export interface Credit {
  text: string;
  url: string;
}

export interface Drawing {
  title: string;
  /** One line of figures under the title. */
  summary: string;
  /** One sentence that stands for the map where it can't be seen. */
  description: string;
  stops: Stop[];
  legs: Leg[];
  cities: City[];
  /** The most important first. */
  waters: Water[];
  notes: string[];
  /** Names of the disputed areas that the first view shows. */
  disputed: string[];
  credits: Credit[];
}

/** A stop with a place. */
export type PlacedStop = Stop & { at: LatLon };

export const isPlaced = (stop: Stop): stop is PlacedStop => stop.at !== null;

/** The JSON of the data block with this id. */
export function readBlock(id: string): unknown {
  const block = document.getElementById(id);
  if (!block?.textContent) throw new Error(`no data block #${id}`);
  return JSON.parse(block.textContent);
}
