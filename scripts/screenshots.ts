/**
 * Makes the screenshots for the readme from the real program: `npm run screenshots`, or for some of them `node
 * scripts/screenshots.ts NAME...`.
 */
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {record, recordFilm} from './pictures/scene.ts';
import {scenes} from './scenes.ts';
import {story} from './story.ts';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const wanted = process.argv.slice(2);
const works = [
	...scenes.map(scene => ({...scene, make: () => record(scene, folder)})),
	{...story, make: () => recordFilm(story, folder)},
];
const unknown = wanted.filter(name => !works.some(work => work.name === name));
if (unknown.length > 0) {
	console.error(`No such scene: ${unknown.join(', ')}. There are: ${works.map(work => work.name).join(', ')}.`);
	process.exit(2);
}
// One after the other: programs that draw at the same time slow each other down.
for (const {name, columns, rows, make} of works) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	const start = performance.now();
	await make();
	console.log(`${name}  ${columns}x${rows}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
