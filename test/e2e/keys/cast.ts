/** The network for the keys: three peers that share generated documents, and one that never sends. */
import {mkdir, writeFile} from 'node:fs/promises';
import {type PeerOptions, type StartedPeer, startPeer} from '../../../source/peer/peer.ts';
import {documentText, titleOfDocument, writeDocuments} from '../../helpers/documents.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import type {TemporaryFolder} from '../../helpers/temp.ts';
import {honest, type Uploader, uploader} from '../../helpers/uploader.ts';
import {guide, readingText} from './reading.ts';

/** What the key of the samples says where there are documents, as here. */
export const noSamples = 'You have documents already, so no samples were copied.';

/** Documents of the cast, by purpose. */
export const rfcs = {
	/** What the reader opens: the first of all lists. */
	guide,
	/** Held by alice and the person at the keys. */
	shared: 101,
	/** Held only by alice. */
	others: Array.from({length: 50}, (_, index) => 102 + index),
	/** Three peers have three versions of each. */
	versions: [170, 171, 172],
	/** alice has other versions than the person at the keys. */
	differs: [175, 176],
	/** Large enough to take minutes at the slowest pace. */
	long: Array.from({length: 6}, (_, index) => 180 + index),
	/** Their holder sends them only when asked a second time. */
	broken: [188, 189],
	/** Nobody has it. */
	missing: 199,
	own: [190, 191, 192],
} as const;

/** A folder for each, the person at the keys included. */
async function writeFolders(folder: TemporaryFolder): Promise<void> {
	const write = async (name: string, rfc: number, text: string): Promise<void> => {
		await mkdir(folder.at(name), {recursive: true});
		await writeFile(folder.at(name, `rfc${rfc}.txt`), text);
	};
	await writeDocuments(folder.at('alice'), [rfcs.shared, ...rfcs.others]);
	for (const rfc of rfcs.long) await write('alice', rfc, documentText(rfc, titleOfDocument(rfc), 40_000));
	for (const [at, name] of ['alice', 'bob', 'carol'].entries()) {
		for (const rfc of rfcs.versions) await write(name, rfc, documentText(rfc, titleOfDocument(rfc), 40 + 10 * at));
	}
	for (const rfc of rfcs.differs) await write('alice', rfc, documentText(rfc, titleOfDocument(rfc), 30));
	await writeDocuments(folder.at('me'), [rfcs.shared, ...rfcs.differs, ...rfcs.own]);
	await write('me', rfcs.guide, readingText());
}

/** Joins by hand, announces what is sent late, and stays. */
async function joinByHand(server: number, uploads: number): Promise<RawClient> {
	const raw = await RawClient.connect({port: server});
	for (const rfc of rfcs.broken) {
		await raw.send(`ADD RFC ${rfc} P2P-CI/1.0\r\nHost: erin\r\nPort: ${uploads}\r\nTitle: Sent Late\r\n\r\n`);
		await raw.readThrough('\r\n\r\n');
	}
	return raw;
}

/** A 1.0 uploader that answers the first request for a document with an error, and later ones with the document. */
async function lateUploader(): Promise<Uploader> {
	const found = new Set<number>();
	return uploader('erin', asked => {
		if (asked.version === '1.0' && found.has(asked.rfc)) {
			honest(asked, Buffer.from(documentText(asked.rfc, 'Sent Late')));
			return;
		}
		if (asked.version === '1.0') found.add(asked.rfc);
		asked.socket.end('P2P-CI/1.0 404 Not Found\r\n\r\n');
	});
}

/** Joins all of them to the index server at a loopback port. The folder `me` is for the person at the keys. */
export async function castAt(port: number, folder: TemporaryFolder): Promise<AsyncDisposable> {
	await writeFolders(folder);
	await using stack = new AsyncDisposableStack();
	const join = (name: string): StartedPeer => {
		const place: PeerOptions = {
			name,
			server: {host: '127.0.0.1', port},
			uploadHost: '127.0.0.1',
			uploadPort: 0,
			rfcs: folder.at(name),
			downloads: folder.at(`${name}-downloads`),
			memory: folder.at(`${name}.json`),
			agent: 'p2pci/test',
			headDelayMs: 0,
		};
		const peer = startPeer(place);
		stack.defer(() => peer.close(0));
		return peer;
	};
	const peers = ['alice', 'bob', 'carol'].map(join);
	const late = stack.use(await lateUploader());
	stack.use(await joinByHand(port, late.port));
	await Promise.all(peers.map(peer => peer.ready));
	return stack.move();
}
