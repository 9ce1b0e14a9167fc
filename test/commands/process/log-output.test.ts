import {expect, it} from 'vitest';
import {LogFile, LogOutput} from '../../../source/commands/process/log-output.ts';

it('a log that nobody reads does not fill the memory, and says later what is missing', () => {
	const printed: string[] = [];
	let waiting = 0;
	const log = new LogOutput({print: line => printed.push(line) > 0, waiting: () => waiting});
	log.print('one');
	waiting = 100 * 1024 * 1024;
	for (const line of ['two', 'three']) log.print(line);
	waiting = 0;
	for (const line of ['four', 'five']) log.print(line);
	expect(printed).toEqual(['one', '2 lines left out: nobody read this log for a while.\nfour', 'five']);
});

it('a log on a full disk goes on as soon as there is room, and says what is missing', () => {
	let file = '';
	let room = 6;
	const troubles: string[] = [];
	const write = (bytes: Uint8Array): number => {
		if (room === 0) throw Object.assign(new Error('full'), {code: 'ENOSPC'});
		const taken = Math.min(room, bytes.length);
		file += Buffer.from(bytes.subarray(0, taken)).toString();
		room -= taken;
		return taken;
	};
	const logFile = new LogFile({write, onTrouble: reason => troubles.push(reason)});
	const log = new LogOutput({print: text => logFile.print(text), waiting: () => 0});
	for (const line of ['one', 'two', 'three']) log.print(line);
	expect(troubles).toEqual(['the disk is full']);
	room = 1000;
	for (const line of ['four', 'five']) log.print(line);
	expect(file).toBe('one\ntw\n2 lines left out: this log could not be written for a while.\nfour\nfive\n');
	room = 0;
	log.print('six');
	expect(troubles).toHaveLength(2);
});
