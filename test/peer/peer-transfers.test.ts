/** What a peer remembers of its downloads while it starts and ends. */
import {readFile, writeFile} from 'node:fs/promises';
import {expect, it, vi} from 'vitest';
import {WireLog} from '../../source/net/wire-log.ts';
import {Owner} from '../../source/peer/disk/owner.ts';
import {rememberedIn, rememberedText} from '../../source/peer/download/remembered.ts';
import {IndexView} from '../../source/peer/index/index-view.ts';
import {Library} from '../../source/peer/library/library.ts';
import {initialFacts} from '../../source/peer/peer-reducer.ts';
import {PeerTransfers} from '../../source/peer/peer-transfers.ts';
import {writeDocuments} from '../helpers/documents.ts';
import {type TemporaryFolder, temporaryFolder} from '../helpers/temp.ts';
import {turnsOfOthers} from '../helpers/turns-of-others.ts';
import {until} from '../helpers/until.ts';

const digest = `sha-256=:${'A'.repeat(43)}=:`;

/** The transfers of a peer that remembers the downloads of these RFCs, and has documents with some of the numbers. */
async function remembering(folder: TemporaryFolder, rfcs: readonly number[], here: readonly number[]) {
	await writeDocuments(folder.at('downloads'), here);
	const file = folder.at('queue.json');
	const remembered = rfcs.map(rfc => ({record: {rfc, title: '', host: '', address: '', port: 0, digest}}));
	await writeFile(file, rememberedText(remembered));
	const server = {host: '127.0.0.1', port: 1};
	const memory = folder.at('memory.json');
	const library = new Library({downloads: folder.at('downloads'), memory});
	await library.start();
	const transfers = new PeerTransfers({
		owner: new Owner(undefined),
		options: {
			...{name: 'bob', server, uploadHost: server.host, uploadPort: 0, agent: 'test', memory},
			downloads: folder.at('downloads'),
		},
		...{library, os: 'test', wire: new WireLog()},
		index: new IndexView({server, nextLink: () => new Promise(() => {}), proof: () => undefined}),
		facts: () => initialFacts({name: 'bob', server: '', uploadPort: 6001, address: '127.0.0.1', pace: undefined}),
		lookup: async () => [],
		dispatch: () => {},
	});
	await transfers.start();
	const kept = async () => rememberedIn(await readFile(file, 'utf8'))?.map(({record}) => record.rfc);
	return {library, transfers, kept};
}

it('keeps all that was remembered when a peer ends while it still looks at what has arrived meanwhile', async () => {
	await using folder = await temporaryFolder();
	const {library, transfers, kept} = await remembering(folder, [1, 2, 3], [1, 2]);
	const slow = {1: Promise.withResolvers<undefined>(), 2: Promise.withResolvers<undefined>()};
	let asked = 0;
	vi.spyOn(library.downloads, 'fileWithDigest').mockImplementation(async rfc => {
		asked++;
		// Whether the first one has arrived is known at once, but not once it runs.
		return asked === 1 ? undefined : slow[rfc === 1 ? 1 : 2].promise;
	});
	const joined = transfers.joined();
	await until(() => asked === 3);
	const closed = transfers.close();
	slow[2].resolve(undefined);
	await joined;
	slow[1].resolve(undefined);
	await closed;
	expect((await transfers.unfinished()).going).toBe(3);
	expect(await kept()).toEqual([1, 2, 3]);
	await library.stop();
});

it('lets other work be done while it goes on with thousands of downloads', async () => {
	await using folder = await temporaryFolder();
	const rfcs = Array.from({length: 2000}, (_, index) => index + 1);
	const {library, transfers, kept} = await remembering(folder, rfcs, []);
	expect(await turnsOfOthers(() => transfers.joined())).toBeGreaterThan(20);
	await transfers.close();
	expect(await kept()).toEqual(rfcs);
	await library.stop();
});
