"""The evaluation records: what a document states, as data; knows nothing of questions or of Slack.

The flow, each arrow a typed step:

    data folder (CSV tables + datapackage.json)  --dataset.read_folder-->  Dataset
    Dataset(s)                                   --build.build-->          one SQLite file, moved into place whole
    SQLite file                                  --store.open_records-->   Records, the typed look-ups that the bot uses

Three ideas carry the design:

- *Statements, not conclusions.* A row says what one place of the document states. Two places that state the same
  rating are two rows; when they differ, the disagreement is data, and no reader of the document decides it.
- *Every fact has its place*: document, part (form, table or slide), page and line.
- *Three kinds of nothing*: a dash in the source (`is_dash`), a cell left blank or left as a template
  (`absences.csv`), and a place that the form does not have at all (no row).
"""
