// Draws the maps' land from Natural Earth (land only: its boundaries are de facto, so none is drawn).
//   node build.mjs OUT_FOLDER TEST_FOLDER     writes land.json, land-fine.json and the projection's test values
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {geoEqualEarth, geoPath} from 'd3-geo';
import {geoProject} from 'd3-geo-projection';
import {feature} from 'topojson-client';
import {topology} from 'topojson-server';
import {filter, filterWeight, presimplify, simplify} from 'topojson-simplify';

const WIDTH = 1000, HEIGHT = 487, MARGIN = 2, ROTATION = -11;
const WORLD_BEND = 0.25;             // square units of the drawing below which a bend is dropped
const WORLD_ISLAND = 0.06;           // … and below which an island is
const FINE_BEND = 0.0016;            // square degrees, the same for the locator's land
const SMALL_ISLAND = 0.6;            // square degrees: smaller land keeps eight times finer bends, or it would be triangles
const SOUTH_END = -60;               // no locator reaches Antarctica
const FINE_STEPS = 100;              // the locator's land counts in hundredths of a degree

const [,, out, tests] = process.argv;
const projection = geoEqualEarth().rotate([ROTATION, 0])
  .fitExtent([[MARGIN, MARGIN], [WIDTH - MARGIN, HEIGHT - MARGIN]], {type: 'Sphere'});

function land(detail) {
  const source = JSON.parse(readFileSync(new URL(import.meta.resolve(`world-atlas/land-${detail}.json`))));
  return feature(source, source.objects.land);
}

// Projecting comes first: d3 cuts at the map's edge, and areas are then those the eye sees.
function simplified(shapes, bend, least) {
  const drawn = simplify(presimplify(topology({land: shapes}, 1e6)), bend);
  const kept = filter(drawn, filterWeight(drawn, least));
  return feature(kept, kept.objects.land);
}

function polygons(shapes) {
  const geometries = (shapes.features ?? shapes.geometries ?? [shapes]).map(f => f.geometry ?? f);
  return geometries.flatMap(g => g.type === 'Polygon' ? [g.coordinates] : g.coordinates);
}

function planarArea(ring) {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i][0] * y - x * ring[i][1]) / 2, 0);
}

// Land that crosses the 180th meridian runs on past it, so no edge of the data shows there.
function unrolled(ring) {
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    const step = i ? lon - ring[i - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [lon + turn, lat];
  });
}

// A ring in whole steps, each point as its difference from the one before.
function differences(ring, steps) {
  const points = ring.map(p => p.map(v => Math.round(v * steps)));
  const moves = points.slice(1).map(([x, y], i) => [x - points[i][0], y - points[i][1]]).filter(([x, y]) => x || y);
  return {start: points[0], moves};
}

const tenths = n => String(n / 10).replace(/^(-?)0\./, '$1.');

function relativePath(rings) {
  return rings.map(ring => differences(ring, 10)).filter(({moves}) => moves.length > 2).map(({start, moves}) => {
    const line = moves.slice(0, -1).flat().map(tenths)
      .reduce((text, n) => text + (text === '' || n.startsWith('-') ? n : ` ${n}`), '');
    return `M${start.map(tenths).join(' ')}l${line}z`;
  }).join('');
}

function world() {
  const shapes = simplified(geoProject(land('50m'), projection), WORLD_BEND, WORLD_ISLAND);
  return {
    width: WIDTH, height: HEIGHT,
    projection: {name: 'equal-earth', rotation: ROTATION, scale: projection.scale(), translate: projection.translate()},
    sphere: geoPath(projection).digits(1)({type: 'Sphere'}),
    path: relativePath(polygons(shapes).flat()),
  };
}

function fine() {
  const all = polygons(land('10m')).filter(([ring]) => ring.some(([, lat]) => lat > SOUTH_END))
    .map(rings => rings.map(unrolled));
  const collection = chosen => ({type: 'MultiPolygon', coordinates: chosen});
  const small = all.filter(([ring]) => Math.abs(planarArea(ring)) < SMALL_ISLAND);
  const large = all.filter(([ring]) => Math.abs(planarArea(ring)) >= SMALL_ISLAND);
  const shapes = [simplified(collection(large), FINE_BEND, 0), simplified(collection(small), FINE_BEND / 8, 0)];
  const rings = shapes.flatMap(polygons).flat().map(ring => differences(ring, FINE_STEPS))
    .filter(({moves}) => moves.length > 2);
  return {steps: FINE_STEPS, rings: rings.map(({start, moves}) => [start, ...moves].flat().join(' '))};
}

function samples() {
  const places = [[0, 0], [20.9, 42.6], [58.36, 29.1], [-72.5, 19], [35.5, -18], [179.9, -17], [-180, 65], [-170, -80], [116.4, 39.9]];
  return places.map(place => ({place, drawn: projection(place)}));
}

const save = (file, value) => writeFileSync(file, `${JSON.stringify(value)}\n`);
save(join(out, 'land.json'), world());
save(join(out, 'land-fine.json'), fine());
save(join(tests, 'equal_earth.json'), samples());
