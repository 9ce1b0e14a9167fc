import {type PeerOptions, type StartedPeer, startPeer} from '../../source/peer/peer.ts';
import {type IndexServer, type IndexServerOptions, startIndexServer} from '../../source/server/index-server.ts';
import {writeDocuments} from './documents.ts';
import {type TemporaryFolder, temporaryFolder} from './temp.ts';

export type SwarmOptions = {
	/** Number of peers: peer0, peer1, ... Each shares generated documents of its own. */
	readonly peers: number;
	/** Numbers of the documents of the peer with this index; default: three, 100 apart. */
	readonly documents?: (index: number) => readonly number[];
	/** Lines of each document, or of each of the peer with this index. */
	readonly lines?: number | ((index: number) => number);
	/** Special options for the peer with this index. */
	readonly options?: (index: number, folder: TemporaryFolder) => Partial<PeerOptions>;
	readonly server?: Partial<IndexServerOptions>;
};

export type Swarm = AsyncDisposable & {
	readonly server: IndexServer;
	readonly place: {readonly host: string; readonly port: number};
	readonly peers: readonly StartedPeer[];
	readonly folder: TemporaryFolder;
	/** The peer with this index. Throws when there is none. */
	peer(index: number): StartedPeer;
	/** Starts one more peer; it ends with the others. */
	add(options?: Partial<PeerOptions>): StartedPeer;
};

/**
 * An index server and peers that have joined it, all on loopback and in temporary folders, and all ended with the
 * block.
 */
export async function swarm(wanted: SwarmOptions): Promise<Swarm> {
	const folder = await temporaryFolder();
	const server = await startIndexServer({host: '127.0.0.1', port: 0, ...wanted.server});
	const place = {host: '127.0.0.1', port: server.facts().port};
	const peers: StartedPeer[] = [];
	const add = (options: Partial<PeerOptions> = {}): StartedPeer => {
		const name = options.name ?? `peer${peers.length}`;
		const peer = startPeer({
			name,
			server: place,
			uploadHost: '127.0.0.1',
			uploadPort: 0,
			downloads: folder.at(name, 'downloads'),
			memory: folder.at(name, 'memory.json'),
			agent: 'p2pci/test',
			headDelayMs: 0,
			...options,
		});
		peers.push(peer);
		return peer;
	};
	const dispose = async () => {
		await Promise.all(peers.map(each => each.close(0)));
		await server.close();
		await folder[Symbol.asyncDispose]();
	};
	try {
		for (let index = 0; index < wanted.peers; index++) {
			const rfcs = folder.at(`peer${index}`, 'rfcs');
			const numbers = wanted.documents?.(index) ?? [1, 2, 3].map(each => 100 * (index + 1) + each);
			await writeDocuments(rfcs, numbers, typeof wanted.lines === 'function' ? wanted.lines(index) : wanted.lines);
			add({rfcs, ...wanted.options?.(index, folder)});
		}
		await Promise.all(peers.map(each => each.ready));
	} catch (error) {
		await dispose();
		throw error;
	}
	return {
		server,
		place,
		peers,
		folder,
		peer: index => {
			const found = peers[index];
			if (!found) throw new Error(`no peer ${index}`);
			return found;
		},
		add,
		[Symbol.asyncDispose]: dispose,
	};
}
