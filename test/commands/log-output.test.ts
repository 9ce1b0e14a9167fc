import {expect, it} from 'vitest';
import {LogOutput} from '../../source/commands/log-output.ts';

it('a log that nobody reads does not fill the memory, and says later what is missing', () => {
	const printed: string[] = [];
	let waiting = 0;
	const log = new LogOutput({print: line => printed.push(line), waiting: () => waiting});
	log.print('one');
	waiting = 100 * 1024 * 1024;
	for (const line of ['two', 'three']) log.print(line);
	waiting = 0;
	for (const line of ['four', 'five']) log.print(line);
	expect(printed).toEqual(['one', '2 lines left out: nobody read this log for a while.', 'four', 'five']);
});
