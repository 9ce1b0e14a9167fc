/**
 * What the screens cost and how they behave, measured from outside: the built program in a pseudo-terminal. Prints
 * the table of docs/screens.md. Needs Linux, and htop as an anchor.
 *
 *   npm run build && node bench/screen.ts [ROW...]
 *
 * Rows: first-frame keys live idle engine memory flicker sizes hostile restore plain; all of them by default.
 */
import process from 'node:process';
import {engine} from './screen/engine.ts';
import {firstFrame} from './screen/first-frame.ts';
import {flicker} from './screen/flicker.ts';
import {hostile} from './screen/hostile.ts';
import {idle} from './screen/idle.ts';
import {keys} from './screen/keys.ts';
import {live} from './screen/live.ts';
import {memory} from './screen/memory.ts';
import {plain} from './screen/plain.ts';
import {restore} from './screen/restore.ts';
import type {Result, Row} from './screen/result.ts';
import {sizes} from './screen/sizes.ts';

const rows: Readonly<Record<string, Row>> = {
	'first-frame': firstFrame,
	keys,
	live,
	engine,
	memory,
	flicker,
	sizes,
	hostile,
	restore,
	plain,
	idle,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in rows));
if (unknown.length > 0) {
	console.error(`No such row: ${unknown.join(', ')}. There are: ${Object.keys(rows).join(', ')}.`);
	process.exit(2);
}
const chosen = Object.entries(rows).filter(([name]) => wanted.length === 0 || wanted.includes(name));

function failed(name: string, error: unknown): readonly Result[] {
	console.error(error);
	return [{what: name, measured: `not measured: ${String(error).split('\n')[0]}`, goal: 'measured', met: false}];
}

/** Measuring idleness takes two minutes, during which the other rows can use the processor. */
const beside = chosen.some(([name]) => name === 'idle') ? idle().catch(error => failed('idle', error)) : undefined;

const results: Result[] = [];
for (const [name, measure] of chosen) {
	const began = performance.now();
	results.push(...(name === 'idle' && beside ? await beside : await measure().catch(error => failed(name, error))));
	console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
console.log('| | measured | goal | |\n| --- | --- | --- | --- |');
for (const {what, measured, goal = '', met} of results) {
	console.log(`| ${what} | ${measured} | ${goal} | ${met === undefined ? '' : met ? '✓' : '✗'} |`);
}
process.exit(results.every(({met}) => met !== false) ? 0 : 1);
