import {readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {openFetcher} from '../../../source/peer/download/fetcher.ts';
import {documentText, titleOfDocument} from '../../helpers/documents.ts';
import {swarm} from '../../helpers/swarm.ts';
import {until} from '../../helpers/until.ts';

it('documents that are slowed down come whole from the first who is asked, many at once on one connection', async () => {
	const numbers = [1, 2, 3, 4, 5, 6];
	await using net = await swarm({peers: 1, documents: () => numbers, lines: 4000});
	const declared = () =>
		net
			.peer(0)
			.library()
			.every(({digest}) => digest !== undefined);
	await until(declared);
	const troubles: unknown[] = [];
	const fetcher = openFetcher({folder: net.folder.at('got'), name: 'me', os: 'test', pace: () => 400_000});
	const ends = await Promise.all(
		net
			.peer(0)
			.library()
			.map(({rfc, title, digest, bytes}) => {
				const {host, port} = {host: '127.0.0.1', port: net.peer(0).facts().uploadPort};
				const record = {rfc, title, host: 'peer0', address: host, port, size: bytes, ...(digest ? {digest} : {})};
				return fetcher.fetch({rfc, title, records: [record], digest, onTrouble: failure => troubles.push(failure)});
			}),
	);
	await fetcher.close();
	expect(troubles).toEqual([]);
	expect(ends).toMatchObject(numbers.map(() => ({kind: 'done', verified: 'digest', from: ['peer0']})));
	for (const rfc of numbers) {
		expect(await readFile(net.folder.at('got', `rfc${rfc}.txt`), 'utf8')).toBe(
			documentText(rfc, titleOfDocument(rfc), 4000),
		);
	}
});
