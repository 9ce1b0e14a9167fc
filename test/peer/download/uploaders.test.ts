import {randomBytes} from 'node:crypto';
import {expect, it} from 'vitest';
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
