/**
 * Makes the pictures of the readme from the real program: `npm run screenshots`, or for some of them
 * `node scripts/screenshots.ts NAME...`.
 */
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {record} from './pictures/scene.ts';
import {scenes} from './scenes.ts';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !scenes.some(scene => scene.name === name));
if (unknown.length > 0) {
	console.error(`No such scene: ${unknown.join(', ')}. There are: ${scenes.map(scene => scene.name).join(', ')}.`);
	process.exit(2);
}
// One after the other: two programs that draw at once make each other late.
for (const scene of scenes) {
	if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
	const start = performance.now();
	await record(scene, folder);
	console.log(`${scene.name}  ${scene.columns}x${scene.rows}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
