import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import {realRfcFolder, realRfcs} from '../helpers/real-rfcs.ts';
import {swarm} from '../helpers/swarm.ts';
import {untilFacts} from '../helpers/until.ts';

const never = new AbortController().signal;

it('shares every real RFC within two seconds, and another peer gets them all, byte for byte', async () => {
	const documents = realRfcs();
	await using all = await swarm({peers: 0});
	const began = performance.now();
	const sharer = all.add({rfcs: realRfcFolder()});
	await sharer.ready;
	expect(performance.now() - began).toBeLessThan(2000);
	expect(all.server.facts().records).toBe(documents.length);
	const getter = all.add();
	await getter.ready;
	for (const record of await getter.list(never)) getter.get(record);
	await untilFacts(
		getter,
		({downloads, got}) => got === documents.length || downloads.some(({state}) => state.kind === 'failed'),
	);
	expect(getter.facts().got).toBe(documents.length);
	for (const {rfc} of documents) {
		const [original, copy] = await Promise.all([
			readFile(path.join(realRfcFolder(), `rfc${rfc}.txt`)),
			readFile(all.folder.at('peer1', 'downloads', `rfc${rfc}.txt`)),
		]);
		expect(copy.equals(original), `RFC ${rfc}`).toBe(true);
	}
	// Those of 1 MiB and more went in ranges.
	const whole = documents.filter(({text}) => Buffer.byteLength(text) < 1024 * 1024).length;
	await untilFacts(sharer, ({sent}) => sent === whole);
});
