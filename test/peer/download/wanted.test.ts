import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {writeDocuments} from '../../helpers/documents.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {swarm} from '../../helpers/swarm.ts';
import {until, untilFacts} from '../../helpers/until.ts';
import {honest, uploader} from '../../helpers/uploader.ts';

const mebi = 1024 * 1024;

describe('what is wanted', () => {
	it('comes as soon as somebody shares it', async () => {
		await using all = await swarm({peers: 1});
		const peer = all.peer(0);
		peer.want(77);
		peer.want(78);
		expect(peer.facts().wanted).toEqual([77, 78]);
		await writeDocuments(all.folder.at('late', 'rfcs'), [77]);
		all.add({name: 'late', rfcs: all.folder.at('late', 'rfcs')});
		await untilFacts(peer, ({got, wanted}) => got === 1 && wanted.length === 1);
		expect(peer.has(77)).toBe(true);
		peer.unwant(78);
		expect(peer.facts().wanted).toEqual([]);
	});

	it('stays paused, or cancelled, when the person says so', async () => {
		await using all = await swarm({peers: 1, options: () => ({pace: 2 * mebi})});
		const peer = all.peer(0);
		const rfcs = all.folder.at('late', 'rfcs');
		await writeDocuments(rfcs, [78, 79]);
		await writeFile(`${rfcs}/rfc77.txt`, randomBytes(4 * mebi));
		all.add({name: 'late', rfcs});
		peer.want(77);
		const {downloads} = await untilFacts(peer, ({downloads: [each]}) => each?.state.kind === 'running');
		const id = downloads[0]?.id ?? 0;
		for (const [stop, kind, other] of [
			[() => peer.pause(id), 'paused', 78],
			[() => peer.drop(id), 'cancelled', 79],
		] as const) {
			stop();
			await untilFacts(peer, now => now.downloads.find(each => each.id === id)?.state.kind === kind);
			peer.unwant(77);
			peer.want(77);
			peer.want(other);
			const facts = await untilFacts(peer, ({wanted}) => !wanted.includes(other));
			expect(facts.downloads.filter(({rfc}) => rfc === 77).map(({state}) => state.kind)).toEqual([kind]);
		}
	});

	it('is not asked again and again of who sent something else, and comes from the holder of another version', async () => {
		await using all = await swarm({peers: 1, documents: () => []});
		const peer = all.peer(0);
		const text = Buffer.from('what is announced');
		await using liar = await uploader('a-liar', asked => honest(asked, text.toReversed()));
		await using client = await RawClient.connect({port: all.place.port});
		const {size, digest} = liar.record(77, text);
		await client.send(`JOIN PEER P2P-CI/1.1\r\nHost: a-liar\r\nPort: ${liar.port}\r\n\r\n`);
		await client.send(
			`ADD RFC 77 P2P-CI/1.1\r\nHost: a-liar\r\nTitle: A\r\nSize: ${size}\r\nRepr-Digest: ${digest}\r\n\r\n`,
		);
		peer.want(77);
		await untilFacts(peer, ({downloads: [each]}) => each?.state.kind === 'failed');
		// Each lookup, once a minute, would do the same.
		peer.unwant(77);
		peer.want(77);
		const rfcs = all.folder.at('honest', 'rfcs');
		await writeDocuments(rfcs, [78]);
		await all.add({name: 'honest', rfcs}).ready;
		peer.want(78);
		await untilFacts(peer, ({wanted}) => !wanted.includes(78));
		expect(liar.asked).toHaveLength(1);
		peer.unwant(77);
		await writeDocuments(rfcs, [77]);
		await until(
			() =>
				peer
					.index()
					?.holdersOf(77)
					.filter(each => each.digest !== undefined).length === 2,
		);
		peer.want(77);
		await untilFacts(peer, ({wanted}) => !wanted.includes(77));
	});

	it('is remembered', async () => {
		await using all = await swarm({peers: 0});
		const first = all.add({name: 'wanting'});
		await first.ready;
		first.want(77);
		await first.close();
		await writeDocuments(all.folder.at('late', 'rfcs'), [77]);
		await all.add({name: 'late', rfcs: all.folder.at('late', 'rfcs')}).ready;
		const second = all.add({name: 'wanting'});
		await untilFacts(second, ({got, wanted}) => got === 1 && wanted.length === 0);
	});
});
