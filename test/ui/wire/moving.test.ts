import {expect, test} from 'vitest';
import type {Download, DownloadSource} from '../../../source/peer/peer-state.ts';
import {movingNow} from '../../../source/ui/wire/moving.ts';

const place = {address: '127.0.0.1', port: 6001};

const from = (host: string, state: DownloadSource['state'], rate: number): DownloadSource => ({
	...place,
	host,
	state,
	rate,
	bytes: 0,
});

const running = (sources: readonly DownloadSource[]): Download => ({
	id: 1,
	rfc: 2616,
	title: '',
	source: {...place, host: 'alice'},
	sources,
	started: 0,
	state: {kind: 'running', received: 43, total: 100, rate: 3072},
});

test('a document comes from whoever sends it now, each at its own rate', () => {
	const sources = [from('alice', 'dropped', 0), from('bob', 'sending', 1024), from('carol', 'sending', 2048)];
	expect(movingNow({downloads: [running(sources)], uploads: []})).toEqual([
		{party: 'bob', way: 'in', label: 'RFC 2616 43%, 1 KiB/s'},
		{party: 'carol', way: 'in', label: 'RFC 2616 43%, 2 KiB/s'},
	]);
});

test('while nobody sends it, it is expected from the source that was chosen', () => {
	expect(movingNow({downloads: [running([from('bob', 'connecting', 0)])], uploads: []})).toEqual([
		{party: 'alice', way: 'in', label: 'RFC 2616 43%, 3 KiB/s'},
	]);
});
