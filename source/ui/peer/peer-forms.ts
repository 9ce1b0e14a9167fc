/** What Enter does in the forms of the menu. */

import {rfcNumber} from '../../rfc/typed-number.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {quoted} from '../../text/quoted.ts';
import {isPath, isTitle} from '../input.ts';
import {say} from '../said.ts';
import {offeredRfc, type PeerScene} from './peer-scene.ts';
import type {Form} from './peer-view.ts';

const notANumber = (value: string) =>
	say(
		value.trim() === '' ? 'Type the number of an RFC, for instance 2616.' : sentence({kind: 'rfc-invalid', value}),
		'bad',
	);

type AddDetails = Extract<Form, {readonly kind: 'add-details'}>;

/** The document that Add or Remove refers to: by its number, else the one under the cursor. */
function chosen({models, peer}: PeerScene, text: string) {
	const number = rfcNumber(text);
	if (number === undefined) return models.choices?.selected;
	return peer.library().find(entry => entry.rfc === number) ?? models.choices?.selected;
}

function submitRemove(scene: PeerScene, text: string): void {
	const entry = chosen(scene, text);
	if (entry?.shared === true) {
		scene.dispatch({type: 'overlay', overlay: {kind: 'remove', rfc: entry.rfc, title: entry.title}});
		return;
	}
	const number = rfcNumber(text);
	const said =
		number === undefined
			? notANumber(text)
			: say(`You do not share RFC ${number}, so there is nothing to take back.`, 'bad');
	scene.dispatch({type: 'say', said});
}

/** Adds a document in the folders, or explains why not. */
function submitAdd(scene: PeerScene, text: string): void {
	const {dispatch, tasks} = scene;
	const entry = isPath(text) ? undefined : chosen(scene, text);
	if (isPath(text)) tasks.inspect(text.trim());
	else if (entry === undefined) dispatch({type: 'say', said: notInFolders(text)});
	else if (entry.shared) dispatch({type: 'say', said: say(`You share RFC ${entry.rfc} already.`)});
	else {
		const title = printable(entry.title);
		dispatch({type: 'form', form: {kind: 'add-details', rfc: String(entry.rfc), title, field: 'title'}});
	}
}

function notInFolders(text: string) {
	const number = rfcNumber(text);
	const example = `./rfc${number ?? 9999}.txt`;
	if (text.trim() === '')
		return say(`Type the number of an RFC, or the path of a file, for instance ${example}.`, 'bad');
	const what = number === undefined ? quoted(text) : `RFC ${number}`;
	return say(`${what} is not in your folders. Type the path of a file, for instance ${example}.`, 'bad');
}

function submitDetails({dispatch, tasks}: PeerScene, form: AddDetails): void {
	const rfc = rfcNumber(form.rfc);
	const title = form.title.trim();
	if (rfc === undefined) dispatch({type: 'say', said: notANumber(form.rfc)});
	else if (form.field === 'rfc') dispatch({type: 'form', form: {...form, field: 'title'}});
	else if (!isTitle(title)) {
		dispatch({type: 'say', said: say(sentence({kind: 'title-invalid'}), 'bad')});
	} else tasks.add({rfc, title, ...(form.file === undefined ? {} : {file: form.file})});
}

function submitNumber(scene: PeerScene, form: Extract<Form, {readonly kind: 'lookup' | 'get' | 'remove'}>): void {
	const {dispatch, tasks, peer, models} = scene;
	// The form of a command of the palette is not on the screen.
	const rfc = offeredRfc({view: {...scene.view, form}, models});
	if (rfc === undefined) dispatch({type: 'say', said: notANumber(form.text)});
	else if (form.kind === 'lookup') tasks.lookup(rfc);
	else if (peer.has(rfc)) {
		const said = say(`You have RFC ${rfc} already, so there is nothing to get.`);
		dispatch({type: 'form-done', focus: 'results', said});
		tasks.read(rfc);
	} else tasks.find(rfc);
}

/** Submits a form, or says what is missing. */
export function submitForm(scene: PeerScene, form: Form): void {
	if (form.kind === 'remove') submitRemove(scene, form.text);
	else if (form.kind === 'add') submitAdd(scene, form.text);
	else if (form.kind === 'add-details') submitDetails(scene, form);
	else submitNumber(scene, form);
}
