import {describe, expect, it, test} from 'vitest';
import {worstExit} from '../../../source/commands/documents/getter.ts';
import {inLanes} from '../../../source/commands/documents/lanes.ts';
import {folderOf} from '../../../source/commands/documents/saving.ts';
import {Tally} from '../../../source/commands/documents/tally.ts';
import {Invocation} from '../../../source/commands/line/command.ts';
import {exitCodes} from '../../../source/commands/process/exit-codes.ts';

describe('work in lanes', () => {
	it('is bounded, and gives results in the order of the items', async () => {
		let running = 0;
		let most = 0;
		const gates = Array.from({length: 9}, () => Promise.withResolvers<void>());
		const results = inLanes([...gates.keys()], {
			atOnce: 3,
			work: async at => {
				most = Math.max(most, ++running);
				await gates[at]?.promise;
				running--;
				return at * 10;
			},
		});
		for (const gate of gates.slice(0, 3).reverse()) gate.resolve();
		for (const gate of gates) gate.resolve();
		expect(await results).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
		expect(most).toBe(3);
	});

	it('fails as its work does', async () => {
		const work = (at: number) => (at === 2 ? Promise.reject(new Error('two')) : Promise.resolve(at));
		await expect(inLanes([1, 2, 3], {atOnce: 1, work})).rejects.toThrow('two');
	});
});

test('the exit code tells the worst that happened', () => {
	expect(worstExit([])).toBe(exitCodes.done);
	expect(worstExit(['got', 'here'])).toBe(exitCodes.done);
	expect(worstExit(['got', 'absent'])).toBe(exitCodes.notFound);
	expect(worstExit(['absent', 'differs', 'got'])).toBe(exitCodes.failed);
	expect(worstExit(['failed', 'absent'])).toBe(exitCodes.failed);
	expect(worstExit(['failed', 'cancelled'])).toBe(exitCodes.interrupted);
});

test('a tally names an earlier run where nobody sent anything', () => {
	const tally = new Tally(0);
	const got = {rfc: 1, file: 'rfc1.txt', bytes: 1_048_576, from: '', verified: 'digest'} as const;
	tally.add({kind: 'got', got, from: []});
	expect(tally.sentence(1000)).toBe('Got 1 RFC (1.0 MiB) in 1.0 s, 1.0 MiB/s, from an earlier run.');
});

test('a tally is a sentence', () => {
	const tally = new Tally(0);
	expect(tally.sentence(1000)).toBe('Got 0 RFCs.');
	tally.note('here', 272);
	expect(tally.sentence(1000)).toBe('Nothing to get: 272 RFCs are here already.');
	tally.note('here', 0);
	const got = {rfc: 1, file: 'rfc1.txt', bytes: 1_048_576, from: 'bob', verified: 'digest'} as const;
	for (const from of [['bob'], ['alice'], ['bob']]) tally.add({kind: 'got', got, from});
	const failure = {kind: 'not-joined'} as const;
	for (const kind of ['differs', 'failed', 'failed'] as const) tally.add({kind, failure});
	tally.add({kind: 'here', got, from: []});
	expect(tally.sentence(1500)).toBe(
		'Got 3 RFCs (3.0 MiB) in 1.5 s, 2.0 MiB/s, from alice and bob; 1 here already; 1 here with other contents, and kept; 2 could not be got.',
	);
	expect(tally.sentence(40)).toContain(' in 0.04 s, 75 MiB/s, ');
	expect(tally.sentence()).toContain('Got 3 RFCs (3.0 MiB), from alice and bob; 1 here already;');
	for (const verified of ['length', 'none'] as const) tally.add({kind: 'got', got: {...got, verified}, from: ['bob']});
	expect(tally.sentence(1500)).toContain(
		'from alice and bob; 2 not verified: nobody declares a digest; 1 here already;',
	);
});

it('documents are not saved into a folder whose name Node.js cannot spell', async () => {
	const folder = (output: string) => folderOf(new Invocation([], {output}));
	await expect(folder('d\uFFFDir')).rejects.toThrow(
		'Cannot write to d\uFFFDir (its path is not UTF-8). Give another: --output FOLDER.',
	);
	await expect(folder('dir')).resolves.toBe('dir');
});
