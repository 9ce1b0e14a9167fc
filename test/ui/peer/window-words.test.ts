import {describe, expect, it} from 'vitest';
import {longEnds, windowTitle} from '../../../source/ui/peer/window-words.ts';
import {busyPeer, download, FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';

const running = {kind: 'running', received: 10, total: 100, rate: 1} as const;
const done = {kind: 'done', bytes: 100, seconds: 12, file: '/d/rfc1.txt', verified: 'digest'} as const;

describe('the window', () => {
	it('tells in its title what runs, and how far all of it is', () => {
		expect(windowTitle(busyPeer().facts())).toBe('p2pci bob: 3 running 59%');
		expect(windowTitle(new FakePeer().facts())).toBe('p2pci peer bob');
	});

	it('tells in its title how much of a document was sent that is asked for in parts', () => {
		const peer = new FakePeer();
		const sending = {
			id: 1,
			rfc: 7,
			to: 'carol',
			started: 0,
			sent: 20,
			total: 20,
			whole: 100,
			rate: 1,
			state: 'running',
		} as const;
		peer.change({uploads: [sending]});
		expect(windowTitle(peer.facts())).toBe('p2pci bob: 1 running 20%');
	});

	it('tells of downloads that took long when they end, and of no others', () => {
		const peer = new FakePeer();
		peer.change({downloads: [download(1, 2616, running), download(2, 791, running)]});
		const before = peer.facts();
		peer.change({downloads: [download(1, 2616, done), download(2, 791, running)]});
		const after = peer.facts();
		expect(longEnds(before, after, noon + 12_000)).toBe('RFC 2616 is here, 100 B from alice');
		expect(longEnds(before, after, noon + 9000)).toBeUndefined();
		expect(longEnds(after, after, noon + 12_000)).toBeUndefined();
		peer.change({downloads: [download(1, 2616, done), download(2, 791, done)]});
		expect(longEnds(before, peer.facts(), noon + 12_000)).toBe('RFC 2616 is here, 100 B from alice, and 1 more ended');
		// The holder that was chosen could not send it.
		const dave = {host: 'dave', address: '10.0.0.7', port: 6003, bytes: 100, rate: 0, state: 'resting'} as const;
		peer.change({downloads: [{...download(1, 2616, done), sources: [dave]}]});
		expect(longEnds(before, peer.facts(), noon + 12_000)).toBe('RFC 2616 is here, 100 B from dave');
	});
});
