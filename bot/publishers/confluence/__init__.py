"""Reviews as pages of Confluence, in Cloud and in Data Center."""
