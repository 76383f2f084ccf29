// Measures on the WGS84 ellipsoid, close enough to the server's (a test holds them within 0.5 %).
// Points are [lon, lat] in degrees; results in metres and square metres.

const A = 6378137;
const E2 = 0.0066943799901413165;
const E = Math.sqrt(E2);
const rad = (graden) => (graden * Math.PI) / 180;

/** Length between two points: local radii of curvature at the middle latitude. */
export function afstand([lon1, lat1], [lon2, lat2]) {
  const sin = Math.sin(rad((lat1 + lat2) / 2));
  const noemer = 1 - E2 * sin * sin;
  const meridiaan = (A * (1 - E2)) / noemer ** 1.5;
  const breedte = (A / Math.sqrt(noemer)) * Math.cos(rad((lat1 + lat2) / 2));
  return Math.hypot(meridiaan * rad(lat2 - lat1), breedte * rad(lon2 - lon1));
}

export function lengte(punten) {
  let som = 0;
  for (let i = 1; i < punten.length; i += 1) som += afstand(punten[i - 1], punten[i]);
  return som;
}

const q = (sin) =>
  (1 - E2) * (sin / (1 - E2 * sin * sin) - Math.log((1 - E * sin) / (1 + E * sin)) / (2 * E));
const QP = q(1);

/** Area of a ring: the shoelace sum in an equal-area cylinder around its own middle. */
export function oppervlakteRing(ring) {
  if (ring.length < 3) return 0;
  const lon0 = ring[0][0];
  const yx = ring.map(([lon, lat]) => [rad(lon - lon0), q(Math.sin(rad(lat))) / QP]);
  const y0 = yx[0][1];
  let som = 0;
  for (let i = 0; i < yx.length; i += 1) {
    const [x1, y1] = yx[i];
    const [x2, y2] = yx[(i + 1) % yx.length];
    som += x1 * (y2 - y0) - x2 * (y1 - y0);
  }
  return (Math.abs(som) / 2) * ((A * A * QP) / 2);
}

export function oppervlakte(ring, gaten = []) {
  return Math.max(0, oppervlakteRing(ring) - gaten.reduce((s, g) => s + oppervlakteRing(g), 0));
}

/** The point at `meter` from `punt` in direction `hoek` (radians, 0 is east). */
export function verplaats([lon, lat], meter, hoek) {
  const sin = Math.sin(rad(lat));
  const noemer = 1 - E2 * sin * sin;
  const meridiaan = (A * (1 - E2)) / noemer ** 1.5;
  const breedte = (A / Math.sqrt(noemer)) * Math.cos(rad(lat));
  const graad = 180 / Math.PI;
  return [
    lon + ((meter * Math.cos(hoek)) / breedte) * graad,
    lat + ((meter * Math.sin(hoek)) / meridiaan) * graad,
  ];
}

/** A ring of `n` points around `midden`, with the area of the true circle. */
export function cirkel(midden, straal, n = 48) {
  // A regular polygon inside a circle is smaller than the circle; stretch the radius to make up.
  const hoek = (2 * Math.PI) / n;
  const r = straal * Math.sqrt(hoek / Math.sin(hoek));
  return Array.from({ length: n }, (_, i) => verplaats(midden, r, i * hoek));
}

const getal = new Intl.NumberFormat("nl-BE", { maximumFractionDigits: 0 });
const fijn = new Intl.NumberFormat("nl-BE", { maximumFractionDigits: 1 });
export const toonMaat = (waarde, eenheid) =>
  `${(waarde < 100 ? fijn : getal).format(waarde)} ${eenheid}`;
