import {randomBytes} from 'node:crypto';
import {expect, it, vi} from 'vitest';
import {NetworkKey} from '../../../source/net/network-key.ts';
import {Uploaders} from '../../../source/peer/download/uploaders.ts';
import {until} from '../../helpers/until.ts';
import {uploader} from '../../helpers/uploader.ts';

it('waits for nobody who is still being connected to when the program ends', async () => {
	// The connection is not open before both have the key, and carol says nothing.
	await using carol = await uploader('carol', () => {});
	const uploaders = new Uploaders({name: 'bob', os: 'Linux 6.1', key: new NetworkKey(randomBytes(32))});
	const asked = uploaders.of(carol.record(7)).link.request({method: 'GET', rfc: 7});
	asked.catch(() => {});
	await until(() => carol.connections() === 1);
	uploaders.close();
	await expect(asked).rejects.toMatchObject({name: 'ConnectError', reason: 'aborted'});
});

it.each([
	[0, 200],
	[5, 5000],
	// Whoever says an hour, or a year, may be there again in a minute.
	[3600, 60_000],
])('an uploader that is busy for %d s rests for %d ms', (seconds, ms) => {
	const uploaders = new Uploaders({name: 'bob', os: 'Linux 6.1'});
	const carol = uploaders.of({host: 'carol', address: '127.0.0.1', port: 1});
	vi.spyOn(performance, 'now').mockReturnValue(1000);
	try {
		carol.busy(seconds);
		expect(carol.busyFor).toBe(ms);
	} finally {
		vi.restoreAllMocks();
		uploaders.close();
	}
});
