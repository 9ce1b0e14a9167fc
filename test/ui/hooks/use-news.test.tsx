import {afterEach, describe, expect, it} from 'vitest';
import type {Failure} from '../../../source/text/failures.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {download, FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';
import {type Stage, settle, stage, theme} from '../helpers/stage.ts';

let shown: Stage | undefined;

afterEach(() => shown?.unmount());

const twice: Failure = {kind: 'folder-twice', folder: './rfcs', by: 'alice'};
const readOnly: Failure = {kind: 'folder-not-writable', folder: '/srv/got', reason: 'permission denied'};

describe('warnings at the start', () => {
	it('are all told, those from before the first frame, too', async () => {
		const peer = new FakePeer();
		let now = noon;
		peer.change({warnings: [twice, readOnly]});
		shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => now} quit={() => {}} />, 100, 30);
		await shown.shows('/srv/got');
		expect(shown.text()).not.toContain('shares this same folder');
		// Since when it is shown is noted after the frame.
		await settle();
		now += 8000;
		peer.change({});
		await shown.shows('shares this same folder');
	});

	it('wait while a form is open or a document is read', async () => {
		const peer = new FakePeer();
		shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, 100, 30);
		await shown.type('3');
		await shown.shows('Lookup RFC');
		peer.change({shared: 77, warnings: [twice]});
		await shown.shows('77');
		expect(shown.text()).not.toContain('shares this same folder');
		await shown.type('\u001b');
		await shown.shows('shares this same folder');
	});

	it('wait for the end of a download', async () => {
		const peer = new FakePeer();
		const done = download(1, 7, {kind: 'done', bytes: 5, seconds: 1, file: '/f', verified: 'digest'});
		shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, 100, 30);
		peer.change({warnings: [twice], downloads: [done]});
		await shown.shows('RFC 7 is here');
		expect(shown.text()).not.toContain('shares this same folder');
	});
});
