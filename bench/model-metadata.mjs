// The model of @mediapipe/selfie_segmentation says nothing of how pictures are to be prepared for it, without which
// @mediapipe/tasks-vision refuses it. This writes that into it, as TensorFlow Lite's metadata_schema.fbs has it. Used by
// first-frame.mjs.
import { Builder } from 'flatbuffers'

/** What stands before the model: a new root table, the metadata, and lists that lead on to what was there. */
const room = 8192

/** @param {Uint8Array} model a .tflite file that has no metadata
 *  @returns {Uint8Array} the same, which takes red, green and blue from 0 to 1 */
export function withMetadata(model) {
  const old = new DataView(model.buffer, model.byteOffset, model.byteLength)
  const oldRoot = old.getUint32(0, true)
  const oldFields = oldRoot - old.getInt32(oldRoot, true)
  /** Where a field of the old root leads, or 0. The fields: version, operators, graphs, description, buffers, … */
  const oldTarget = (field) => {
    const entry = 4 + 2 * field
    const offset = entry < old.getUint16(oldFields, true) ? old.getUint16(oldFields + entry, true) : 0
    return offset && oldRoot + offset + old.getUint32(oldRoot + offset, true)
  }
  const oldBuffers = oldTarget(4)
  const count = old.getUint32(oldBuffers, true)

  const whole = new Uint8Array(room + model.length)
  whole.set(model, room)
  const view = new DataView(whole.buffer)
  let end = 8
  /** @returns where so many bytes are, from now on */
  const take = (bytes, alignment = 4) => {
    const at = Math.ceil(end / alignment) * alignment
    end = at + bytes
    if (end > room) throw new RangeError('There is too little room before the model.')
    return at
  }
  const link = (from, to) => view.setUint32(from, to - from, true)
  /** A table of fields that are 4 bytes each; those that are not there are 0 in its list.
   *  @returns where each field is */
  const table = (fields) => {
    const list = take(4 + 2 * fields.length)
    const at = take(4 + 4 * fields.length)
    view.setUint16(list, 4 + 2 * fields.length, true)
    view.setUint16(list + 2, 4 + 4 * fields.length, true)
    fields.forEach((isThere, index) => view.setUint16(list + 4 + 2 * index, isThere ? 4 + 4 * index : 0, true))
    view.setInt32(at, at - list, true)
    return { at, fields: fields.map((_, index) => at + 4 + 4 * index) }
  }
  const vector = (length) => {
    const at = take(4 + 4 * length)
    view.setUint32(at, length, true)
    return { at, items: Array.from({ length }, (_, index) => at + 4 + 4 * index) }
  }

  const targets = [1, 2, 3].map(oldTarget)
  const root = table([true, ...targets.map(Boolean), true, false, true])
  const [version, operators, graphs, description, buffers, , metadata] = root.fields
  link(0, root.at)
  whole.set(new TextEncoder().encode('TFL3'), 4)
  view.setUint32(version, 3, true)
  ;[operators, graphs, description].forEach((field, index) => targets[index] && link(field, room + targets[index]))

  const all = vector(count + 1)
  link(buffers, all.at)
  for (let index = 0; index < count; index++) {
    const place = oldBuffers + 4 + 4 * index
    link(all.items[index], room + place + old.getUint32(place, true))
  }

  const entries = vector(1)
  link(metadata, entries.at)
  const entry = table([true, true])
  link(entries.items[0], entry.at)
  const name = new TextEncoder().encode('TFLITE_METADATA')
  const text = take(4 + name.length + 1)
  view.setUint32(text, name.length, true)
  whole.set(name, text + 4)
  link(entry.fields[0], text)
  view.setUint32(entry.fields[1], count, true)

  const content = describePictures()
  const buffer = table([true])
  link(all.items[count], buffer.at)
  // Its bytes begin at a multiple of 16, after their number.
  const bytes = take(16 + content.length, 16) + 12
  view.setUint32(bytes, content.length, true)
  whole.set(content, bytes + 4)
  link(buffer.fields[0], bytes)
  return whole
}

/** ModelMetadata of a model that takes one picture and gives one. */
function describePictures() {
  const builder = new Builder(512)
  const floats = (value) => {
    builder.startVector(4, 1, 4)
    builder.addFloat32(value)
    return builder.endVector()
  }
  /** A table with so many fields, of which `add` sets some. */
  const object = (fields, add) => {
    builder.startObject(fields)
    add()
    return builder.endObject()
  }
  const list = (item) => {
    builder.startVector(4, 1, 4)
    builder.addOffset(item)
    return builder.endVector()
  }
  const mean = floats(0)
  const deviation = floats(255)
  const normalization = object(2, () => {
    builder.addFieldOffset(0, mean, 0)
    builder.addFieldOffset(1, deviation, 0)
  })
  const processUnits = list(
    object(2, () => {
      builder.addFieldInt8(0, 1, 0)
      builder.addFieldOffset(1, normalization, 0)
    }),
  )
  const image = object(2, () => builder.addFieldInt8(0, 1, 0))
  const content = object(3, () => {
    builder.addFieldInt8(0, 2, 0)
    builder.addFieldOffset(1, image, 0)
  })
  const inputName = builder.createString('image')
  const inputs = list(
    object(7, () => {
      builder.addFieldOffset(0, inputName, 0)
      builder.addFieldOffset(3, content, 0)
      builder.addFieldOffset(4, processUnits, 0)
    }),
  )
  const outputName = builder.createString('mask')
  const outputs = list(object(7, () => builder.addFieldOffset(0, outputName, 0)))
  const graphs = list(
    object(7, () => {
      builder.addFieldOffset(2, inputs, 0)
      builder.addFieldOffset(3, outputs, 0)
    }),
  )
  const name = builder.createString('selfie')
  const version = builder.createString('1.0.0')
  const root = object(8, () => {
    builder.addFieldOffset(0, name, 0)
    builder.addFieldOffset(3, graphs, 0)
    builder.addFieldOffset(7, version, 0)
  })
  builder.finish(root, 'M001')
  return builder.asUint8Array()
}
