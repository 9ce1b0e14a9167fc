/** A member of a network that is measured, in a process of its own: an index server, or a peer that shares a folder. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {startPeer} from '../source/peer/peer.ts';
import {startIndexServer} from '../source/server/index-server.ts';

const [role, name = '', folder = '', port = ''] = process.argv.slice(2);

process.on('message', () => process.send?.({peakKiB: process.resourceUsage().maxRSS}));

if (role === 'server') {
	const server = await startIndexServer({host: '127.0.0.1', port: 0});
	process.send?.({port: server.facts().port});
} else {
	const own = mkdtempSync(path.join(tmpdir(), 'p2pci-bench-peer-'));
	process.once('exit', () => rmSync(own, {recursive: true, force: true}));
	process.once('SIGTERM', () => process.exit(0));
	const peer = startPeer({
		...{name, rfcs: folder, downloads: path.join(own, 'downloads'), memory: path.join(own, 'memory.json')},
		...{server: {host: '127.0.0.1', port: Number(port)}, uploadHost: '127.0.0.1', uploadPort: 0, agent: 'p2pci/bench'},
	});
	await peer.ready;
	process.send?.({port: peer.facts().uploadPort});
}
