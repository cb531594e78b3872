"""招聘启事, an opening for applicants and job boards."""
