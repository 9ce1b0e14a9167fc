/**
 * What SEARCH costs with many titles: the time to fill the index, the time of a search, and the memory.
 *
 *   node bench/search.ts [--titles 10000,100000] [--rounds 9]
 *
 * The anchor, in the same run, is a plain scan of all titles for the words of the query, without tolerance for typos
 * and without ranking. The searches run in the thread that the server uses.
 */
import process from 'node:process';
import {parseArgs} from 'node:util';
import {SearchThread} from '../source/server/search-thread.ts';
import {median} from './statistics.ts';

const subjects = [
	'Transport',
	'Internet',
	'Message',
	'Multicast',
	'Routing',
	'Mail',
	'Name',
	'Host',
	'Datagram',
	'Packet',
];
const things = ['Protocol', 'Extension', 'Format', 'Architecture', 'Requirements', 'Framework', 'Service', 'Registry'];
const purposes = [
	'Security',
	'Version',
	'Mobility',
	'Management',
	'Measurement',
	'Congestion',
	'Discovery',
	'Encryption',
];
const queries = ['multicast routing', 'transprot securty', 'mail', 'p', '1', '4242', 'zebra', 'a b c d e f g'];

/** Titles as long and varied as real ones: a dozen common words, and in some a rare one. */
function titleOf(rfc: number): string {
	const pick = (list: readonly string[], step: number): string => list[Math.floor(rfc / step) % list.length] ?? '';
	const rare = rfc % 3 === 0 ? ` (${(rfc * 7919).toString(36).toUpperCase()})` : '';
	return `The ${pick(subjects, 1)} ${pick(things, 7)} for ${pick(purposes, 3)} of ${pick(subjects, 11)} Networks${rare}`;
}

function scan(titles: readonly string[], query: string): number {
	const words = query.toLowerCase().split(' ');
	let found = 0;
	for (const [index, title] of titles.entries()) {
		const text = `${index + 1} ${title}`.toLowerCase();
		if (words.every(word => text.includes(word))) found++;
	}
	return found;
}

async function time(call: () => Promise<unknown> | unknown): Promise<number> {
	const began = performance.now();
	await call();
	return performance.now() - began;
}

async function measure(count: number, rounds: number): Promise<void> {
	const titles = Array.from({length: count}, (_, index) => titleOf(index + 1));
	const thread = new SearchThread(() => {
		throw new Error('the search thread ended');
	});
	await thread.search('nothing', 1);
	const before = process.memoryUsage().rss;
	const filled = await time(async () => {
		for (let from = 0; from < count; from += 2048) {
			const slice = titles.slice(from, from + 2048);
			thread.change(slice.map((title, index) => ({rfc: from + index + 1, title})));
		}
		await thread.search('nothing', 1);
	});
	const memory = (process.memoryUsage().rss - before) / 1e6;
	console.log(`\n${count} titles: filled in ${filled.toFixed(0)} ms, ${memory.toFixed(0)} MB`);
	for (const query of queries) {
		const searches: number[] = [];
		const scans: number[] = [];
		for (let round = 0; round < rounds; round++) {
			searches.push(await time(() => thread.search(query, 100)));
			scans.push(await time(() => scan(titles, query)));
		}
		const [search, plain] = [median(searches), median(scans)];
		const ratio = (search / plain).toFixed(2).padStart(6);
		console.log(`${query.padEnd(18)}${search.toFixed(2).padStart(9)} ms${ratio} of a look through all titles`);
	}
	await thread.close();
}

const {values} = parseArgs({
	options: {titles: {type: 'string', default: '10000,100000'}, rounds: {type: 'string', default: '9'}},
});
for (const count of values.titles.split(',')) await measure(Number(count), Number(values.rounds));
