import {expect, it} from 'vitest';
import {classicDownload} from '../../source/net/classic-download.ts';
import {TransferClient} from '../../source/net/transfer-client.ts';
import {WireLog} from '../../source/net/wire-log.ts';
import {answeringThread} from '../helpers/answering-thread.ts';

const patienceMs = 50;

it('an uploader is not taken for silent, or for an older one, because this program was stopped', async () => {
	await using carol = await answeringThread('P2P-CI/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntext');
	const about = {address: '127.0.0.1', port: carol.port, name: 'bob', os: 'Linux 6.1', party: 'carol'};
	const client = await TransferClient.open({...about, stallMs: patienceMs, firstMs: patienceMs});
	const asked = client.request({method: 'GET', rfc: 7});
	// It is written at the end of this turn.
	setImmediate(() => carol.holdUp(2 * patienceMs));
	expect(await asked).toMatchObject({code: 200});
	client.close();
});

it('nor is one of 1.0', async () => {
	await using carol = await answeringThread('P2P-CI/1.0 200 OK\r\nContent-Length: 4\r\n\r\ntext');
	const wire = new WireLog();
	wire.subscribe(({direction}) => direction === 'sent' && setImmediate(() => carol.holdUp(2 * patienceMs)));
	const source = {rfc: 7, from: 'carol', address: '127.0.0.1', port: carol.port};
	const got = classicDownload({source, host: 'bob', os: 'Linux 6.1', onData: () => {}, stallMs: patienceMs, wire});
	expect(await got).toMatchObject({bytes: 4, lengthChecked: true});
});
